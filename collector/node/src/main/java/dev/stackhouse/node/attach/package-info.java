/** Makes a JVM load the native profiler, by HotSpot's attach protocol. */
@NullMarked
package dev.stackhouse.node.attach;

import org.jspecify.annotations.NullMarked;
