namespace StateGen.RocksDb.Tables;

/// <summary>A table that must know how a record ended.</summary>
internal interface IRecordObserver
{
    void RecordCommitted();

    void RecordRolledBack();
}
