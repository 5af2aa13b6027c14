/**
 * Redis plumbing: where it is, and a client that starts without it and gives up soon. What is kept there, and what a service
 * does while Redis is away, is the service's own.
 */
@NullMarked
package dev.matinee.kit.redis;

import org.jspecify.annotations.NullMarked;
