/**
 * Tests of what is not Java: the CDN's nginx configuration and njs script, run by a real nginx over a small origin and a
 * stand-in that plays {@code catalog}'s side of the contract. Owns no product code, and knows no service's module.
 */
@NullMarked
package dev.matinee.e2e;

import org.jspecify.annotations.NullMarked;
