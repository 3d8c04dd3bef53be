package io.flinkarrow.ipc.check;

import javax.annotation.Nullable;

/**
 * The names from the top to a column. Joined only for a message: names may be long and columns
 * many, and none of it is charged to a payload's limit.
 *
 * @param parent null at the top
 */
record PathFromTop(@Nullable PathFromTop parent, String name) {

  @Override
  public String toString() {
    return parent == null ? name : parent + "." + name;
  }
}
