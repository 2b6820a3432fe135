@NullMarked
package dev.stackhouse.query.server;

import org.jspecify.annotations.NullMarked;
