/**
 * HTTP plumbing that every service needs and no business rule changes: problems, tokens, JSON, cursors, registration in
 * Consul, health, metrics, traces, graceful drain. It knows no service and keeps no data.
 */
@NullMarked
package dev.matinee.kit.http;

import org.jspecify.annotations.NullMarked;
