/** The only classes that an application could see: they load everything else out of its sight. */
@NullMarked
package dev.stackhouse.collector.agent;

import org.jspecify.annotations.NullMarked;
