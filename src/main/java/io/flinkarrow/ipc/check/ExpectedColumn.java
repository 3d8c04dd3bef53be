package io.flinkarrow.ipc.check;

import io.flinkarrow.layout.ColumnLayout;
import javax.annotation.Nullable;

/**
 * A column before it is checked.
 *
 * @param slots that its parent needs
 * @param exact whether it must not have more
 */
record ExpectedColumn(
    ColumnLayout layout,
    @Nullable PathFromTop parent,
    long slots,
    boolean exact,
    VisibleSlots visible) {}
