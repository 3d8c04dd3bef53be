/**
 * Which leaf columns of a file the fields of rows are read from, and whether they can be.
 *
 * <p>From: a file's schema, the row type that was asked for. To: the numbers of leaf columns.
 */
package io.flinkarrow.read.field;
