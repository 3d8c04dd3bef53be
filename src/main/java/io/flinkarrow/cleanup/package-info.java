/**
 * What failed jobs leave behind: hidden files and directories that no job reads.
 *
 * <p>From: a directory that sinks write to, through Flink's file systems. To: a list of them, and
 * if the user says so, nothing. Knows Flink's core and no other package.
 */
package io.flinkarrow.cleanup;
