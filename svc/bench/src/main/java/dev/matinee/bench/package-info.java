/**
 * How fast the parts are, each beside something run in the same minute on the same machine. Owns the rows, their peers and
 * the statistics; knows the services by their packs and their HTTP only, and is never shipped.
 */
@NullMarked
package dev.matinee.bench;

import org.jspecify.annotations.NullMarked;
