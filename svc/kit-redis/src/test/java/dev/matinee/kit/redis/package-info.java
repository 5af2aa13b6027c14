@NullMarked
package dev.matinee.kit.redis;

import org.jspecify.annotations.NullMarked;
