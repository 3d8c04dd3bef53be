package io.flinkarrow.ipc.check;

import io.flinkarrow.batch.body.BatchBody;
import java.util.List;

/**
 * A body whose every buffer has been checked, except for what its dictionary indices refer to.
 *
 * @param rowCount as the message says, and each of its columns too
 * @param where where in the payload its message begins
 */
public record CheckedBody(
    int rowCount, BatchBody body, List<IndexColumn> indexColumns, int where) {}
