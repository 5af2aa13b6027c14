@NullMarked
package dev.matinee.kit.http;

import org.jspecify.annotations.NullMarked;
