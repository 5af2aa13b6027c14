/**
 * Tells people what happened: it owns the notifications, who wants which of them by which medium, and their way by inbox, live
 * stream, mail, webhook and Web Push. It owns neither people (Keycloak) nor what they did (catalog); of both it keeps what it
 * needs to tell.
 */
@NullMarked
package dev.matinee.notify;

import org.jspecify.annotations.NullMarked;
