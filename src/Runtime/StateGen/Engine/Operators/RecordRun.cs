using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StateGen.Engine.Exchange;
using StateGen.Engine.Operators;

namespace StateGen.Backends;

/// <summary>
/// Generated code: records that an operator processes one after the other, with the watermarks between them. The loop over them belongs to the table of rows,
/// so that the compiler sees table, row and operator in one method. A run may end after any record: when all are processed, a timer must fire, the output has
/// reached its limit, or the job is canceled. <see cref="Next"/> is then the number of records that it took.
/// </summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <typeparam name="TIn">The type of the events.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct RecordRun<TKey, TIn, TOut>
    where TKey : notnull
{
    /// <summary>The position of the record that is being processed or, between records, of the next one. A field, so that a loop can advance it.</summary>
    internal RecordCursor Cursor;

    private readonly KeyedOperatorRunner<TKey, TIn, TOut> _runner;
    private readonly KeyedRecords<TKey, TIn> _records;
    private readonly CancellationToken _cancellation;

    internal RecordRun(
        KeyedOperatorRunner<TKey, TIn, TOut> runner, KeyedOperator<TKey, TIn, TOut> keyedOperator, OperatorContext<TOut> context, CurrentKey<TKey> currentKey,
        in KeyedRecords<TKey, TIn> records, in RecordCursor cursor)
    {
        _runner = runner;
        _records = records;
        _cancellation = runner.Cancellation;
        Operator = keyedOperator;
        Context = context;
        Output = context.Output;
        CurrentKey = currentKey;
        Cursor = cursor;
        IsBetweenRecords = true;
    }

    /// <summary>Gets the index of the record that is being processed; between records, of the next one.</summary>
    internal readonly int Next => Cursor.Record;

    /// <summary>Gets the number of records in the output before the current one.</summary>
    internal int Emitted { get; private set; }

    /// <summary>Gets a value indicating whether no record is being processed, so that an exception is not caused by one.</summary>
    internal bool IsBetweenRecords { get; private set; }

    internal KeyedOperator<TKey, TIn, TOut> Operator { get; }

    internal OperatorContext<TOut> Context { get; }

    internal OutputBuffer<TOut> Output { get; }

    internal CurrentKey<TKey> CurrentKey { get; }

    internal readonly StateStore Store => _runner.Store;

    internal readonly ReadOnlySpan<TKey> Keys => _records.Keys;

    internal readonly ReadOnlySpan<ulong> Hashes => _records.Hashes;

    internal readonly ReadOnlySpan<TIn> Events => _records.Events;

    // An index from TryContinue is not checked again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly ref readonly TKey KeyAt(int index) => ref At(_records.Keys, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly ulong HashAt(int index) => At(_records.Hashes, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly TIn EventAt(int index) => At(_records.Events, index);

    /// <summary>Gets a value indicating whether the run must end after the current record. Cheap enough to be read after each one.</summary>
    internal readonly bool MustEnd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Output.IsFull || _cancellation.IsCancellationRequested;
    }

    /// <summary>Runs an operator over the records. It loads its row when it first accesses it, if it has one.</summary>
    /// <param name="recordOperator">The operator.</param>
    /// <typeparam name="TOperator">The type of <paramref name="recordOperator"/>, a struct, so that the loop is compiled for it.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ForEach<TOperator>(TOperator recordOperator)
        where TOperator : struct, IRecordOperator<TIn, TOut>
    {
        while (TryContinue(out var end))
        {
            Prefetch();
            for (; Cursor.Record < end && !MustEnd; Cursor.Record++)
            {
                BeginRecord();
                recordOperator.OnEvent(EventAt(Next), Context);
                Operator.CommitRow();
                Store.CommitRecord();
            }
        }
    }

    /// <summary>
    /// Passes the watermarks before the next record, and finds out how many records may be processed before the next call: at most up to the next watermark and
    /// to the next group of records.
    /// </summary>
    /// <param name="end">The index after the last of these records.</param>
    /// <returns>true if there is one; false if the run ends here.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal bool TryContinue(out int end)
    {
        IsBetweenRecords = true;
        end = Next;
        if (!TryPassWatermarks() || Next == _records.Count || MustEnd || _runner.MustFireBefore(Cursor))
            return false;
        end = Math.Min(_records.Count, EndOfGroup(Next));
        if (Cursor.Watermark < _records.Watermarks.Length)
            end = Math.Min(end, _records.Watermarks[Cursor.Watermark].Index);
        // Where records take so long that the time has changed, it may change with each of them.
        if (_runner.AdvanceClock())
            end = Math.Min(end, Next + 1);
        Emitted = Output.Count;
        IsBetweenRecords = false;
        return true;
    }

    /// <summary>Begins the record at <see cref="Next"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void BeginRecord()
    {
        var next = Next;
        Emitted = Output.Count;
        Context.BeginRecord(At(_records.Timestamps, next));
        CurrentKey.Set(in KeyAt(next), HashAt(next));
        CurrentKey.Position = next;
    }

    /// <summary>
    /// Finds the records that a table is to prefetch before the next one is processed: those that it has not prefetched yet, up to the end of the group after
    /// that of the next record.
    /// </summary>
    /// <returns>true if there are any; usually once per group.</returns>
    internal bool TryTakePrefetch(out int start, out int end)
    {
        end = Math.Min(_records.Count, EndOfGroup(Next) + PrefetchGroup.Length);
        start = Math.Max(Next, Cursor.Prefetched);
        Cursor.Prefetched = end;
        return start < end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref readonly T At<T>(ReadOnlySpan<T> span, int index)
    {
        Debug.Assert((uint)index < (uint)span.Length, "The index is outside the run.");
        return ref Unsafe.Add(ref MemoryMarshal.GetReference(span), index);
    }

    private static int EndOfGroup(int index) => (index | (PrefetchGroup.Length - 1)) + 1;

    private void Prefetch()
    {
        if (!TryTakePrefetch(out var start, out var end))
            return;
        _runner.Rows?.Prefetch(Keys[start..end], Hashes[start..end]);
        Store.Prefetch(Hashes[start..end], start);
    }

    private bool TryPassWatermarks()
    {
        var watermarks = _records.Watermarks;
        while (Cursor.Watermark < watermarks.Length && watermarks[Cursor.Watermark].Index <= Next)
        {
            if (!_runner.TryPassWatermark(watermarks[Cursor.Watermark++].Watermark))
                return false;
        }

        return true;
    }
}
