namespace StateGen.Schemas.Migrations;

/// <summary>A write time of the current row.</summary>
/// <param name="Source">Its index among the stored write times; -1 when there is none.</param>
/// <param name="Value">The index of its value among the stored ones, which counts as written at the restore if it is there; -1 when it was never written.</param>
internal readonly record struct RowTime(int Source, int Value);
