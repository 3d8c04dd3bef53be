/**
 * Fields of rows out of leaf columns.
 *
 * <p>From: a file's schema, the row type that was asked for, pages. To: one reader per field, whose
 * values are what {@code RowData} holds.
 */
package io.flinkarrow.read.field;
