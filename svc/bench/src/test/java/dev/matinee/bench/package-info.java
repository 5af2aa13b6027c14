@NullMarked
package dev.matinee.bench;

import org.jspecify.annotations.NullMarked;
