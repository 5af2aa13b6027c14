@NullMarked
package dev.matinee.kit.kafka;

import org.jspecify.annotations.NullMarked;
