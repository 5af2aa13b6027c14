@NullMarked
package dev.matinee.cli;

import org.jspecify.annotations.NullMarked;
