namespace StateGen.RocksDb.Tables;

/// <summary>A table that holds changes back from the database.</summary>
internal interface IWriteBackTable
{
    /// <summary>Writes all of them into the database.</summary>
    void WriteBack();
}
