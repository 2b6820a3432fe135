/** The only classes that an application could see: they load everything else out of its sight. */
package dev.stackhouse.collector.agent;
