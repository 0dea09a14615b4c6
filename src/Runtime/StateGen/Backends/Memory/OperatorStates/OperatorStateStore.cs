using StateGen.Backends.Memory.Snapshots;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.OperatorStates;

/// <summary>
/// The operator states of one subtask. They are in managed memory on every backend, and the format of their snapshot is the same on every backend: a
/// <see cref="BlockFile"/> with one section per state. Every subtask writes a file of its own. Used by one thread at a time, but a snapshot may be written on
/// another thread.
/// </summary>
internal sealed class OperatorStateStore(StateStore store)
{
    /// <summary>The name of the file of a snapshot.</summary>
    public const string FileName = "operator-state";

    /// <summary>The key group of every block: elements belong to no key.</summary>
    public const int KeyGroup = 0;

    private readonly List<OperatorListTable> _tables = [];

    public StateStoreOptions Options => store.Options;

    /// <summary>Gets a value indicating whether the operator has operator state.</summary>
    public bool IsUsed => _tables.Count > 0;

    public long CountElements() => _tables.Sum(static table => (long)table.Count);

    /// <summary>Opens one state. Before anything is restored.</summary>
    public OperatorListTable<T> Open<T, TCodec>(string stateName, OperatorStateRedistribution redistribution)
        where TCodec : struct, ICodec<T>
    {
        var table = new OperatorListTable<T, TCodec>(this, stateName, redistribution);
        _tables.Add(table);
        return table;
    }

    /// <summary>Notes that the current record changes a state, so that its end is reported to <see cref="Commit"/> or <see cref="Rollback"/>.</summary>
    public void BeginChange() => store.MarkUncommitted();

    /// <summary>Makes the changes of the current record permanent.</summary>
    public void Commit()
    {
        foreach (var table in _tables)
            table.Commit();
    }

    /// <summary>Undoes the changes of the current record.</summary>
    public void Rollback()
    {
        foreach (var table in _tables)
            table.Rollback();
    }

    /// <summary>Takes a snapshot, in constant time. Called between records.</summary>
    public OperatorStateSnapshot BeginSnapshot() => new([.. _tables.Select(static table => table.BeginSnapshot())]);

    /// <summary>Reads the elements of this subtask from the snapshots of all former subtasks.</summary>
    /// <param name="former">The files of the former subtasks, in their order.</param>
    /// <param name="parallelism">The number of subtasks now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task RestoreAsync(IReadOnlyList<IStateFiles> former, int parallelism, CancellationToken cancellationToken)
    {
        foreach (var table in _tables)
            table.BeginRestore(isUnchanged: former.Count == parallelism, parallelism);
        var options = Options with { KeyGroups = new(KeyGroup, KeyGroup) };
        for (var subtask = 0; subtask < former.Count; subtask++)
        {
            foreach (var table in _tables)
                table.BeginFormer(subtask);
            if (_tables.Exists(static table => table.IsReading))
                await BlockFileReader.ReadAsync(former[subtask], FileName, options, new Receiver(_tables), cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Receiver(List<OperatorListTable> tables) : IBlockReceiver
    {
        public bool Expect(string section, int keyGroup, int entryCount) => Find(section) is { IsReading: true };

        public void Read(in BlockHeader header, ref MessagePackReader entries) => Find(header.Section)!.Read(in header, ref entries);

        private OperatorListTable? Find(string section) => tables.Find(table => string.Equals(table.Section, section, StringComparison.Ordinal));
    }
}

/// <summary>The operator states of a subtask when the snapshot began. Always dispose it, whether it was written or not.</summary>
internal sealed class OperatorStateSnapshot(IReadOnlyList<TableSnapshot> tables) : IDisposable
{
    /// <summary>Writes the snapshot, on any thread.</summary>
    public Task WriteAsync(IStateFileWriter files, CancellationToken cancellationToken) =>
        files.WriteAsync(OperatorStateStore.FileName, (stream, token) => BlockFile.WriteAsync(tables, stream, token), cancellationToken);

    public void Dispose()
    {
        foreach (var table in tables)
            table.End();
    }
}
