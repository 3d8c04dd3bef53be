/**
 * How columns of Arrow types lie in memory: which buffers and children each has, bitmaps, views.
 *
 * <p>From: fields of a schema. To: one {@link io.flinkarrow.layout.ColumnLayout} per column, which
 * all that walk bodies switch over. Knows Arrow's schema classes only.
 */
package io.flinkarrow.layout;
