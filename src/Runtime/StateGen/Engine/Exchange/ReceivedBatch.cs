namespace StateGen.Engine.Exchange;

/// <summary>A batch and the channel that it came through, to which it is to be returned.</summary>
internal readonly record struct ReceivedBatch<TKey, T>(InputChannel<TKey, T> Channel, RecordBatch<TKey, T> Batch)
    where TKey : notnull;
