/**
 * The one command of the project. It owns the machine it runs on for Matinee's sake: the tool cache, the build, the two
 * agents, the secrets of a development stack and the order in which its parts start; and it is a client of the gateway
 * when it publishes a film. It owns no business rule and imports no service: it talks to them as everybody else does.
 */
@NullMarked
package dev.matinee.cli;

import org.jspecify.annotations.NullMarked;
