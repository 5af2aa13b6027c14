/**
 * Tests of what is no single module's: the CDN's nginx configuration and njs script, run by a real nginx over a small
 * origin and a stand-in that plays {@code catalog}'s side of the contract; the edges between modules; a running platform
 * with a part of it broken. Owns no product code.
 */
@NullMarked
package dev.matinee.e2e;

import org.jspecify.annotations.NullMarked;
