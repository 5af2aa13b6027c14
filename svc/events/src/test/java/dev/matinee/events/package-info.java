@NullMarked
package dev.matinee.events;

import org.jspecify.annotations.NullMarked;
