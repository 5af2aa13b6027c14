@NullMarked
package dev.matinee.kit.sql;

import org.jspecify.annotations.NullMarked;
