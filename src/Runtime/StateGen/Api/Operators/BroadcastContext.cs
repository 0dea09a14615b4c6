namespace StateGen;

/// <summary>
/// Provides time and output to <c>OnBroadcast</c>. There is no current key, so there are no timers. One instance serves all broadcast events of a subtask; do
/// not keep a reference to it.
/// </summary>
/// <typeparam name="TOut">The type of the operator's output.</typeparam>
public sealed class BroadcastContext<TOut>
{
    private readonly OperatorContext<TOut> _context;
    private bool _visitsKeys;

    internal BroadcastContext(OperatorContext<TOut> context) => _context = context;

    /// <summary>Gets the event time of the broadcast event.</summary>
    public DateTimeOffset Timestamp => _context.Timestamp;

    /// <inheritdoc cref="OperatorContext{TOut}.Watermark"/>
    public DateTimeOffset Watermark => _context.Watermark;

    /// <inheritdoc cref="OperatorContext{TOut}.ProcessingTime"/>
    public DateTimeOffset ProcessingTime => _context.ProcessingTime;

    /// <summary>Gets a value indicating whether the broadcast event is late: its time is not after <see cref="Watermark"/>.</summary>
    public bool IsLate => _context.IsLate;

    /// <summary>
    /// Has <see cref="KeyedBroadcastOperator{TKey, TIn, TBroadcast, TOut}.OnKey"/> called for each key of the subtask that has state, when <c>OnBroadcast</c>
    /// has returned and before any other event. Calling it again for the same event has no effect. If <c>OnBroadcast</c> throws, no key is visited.
    /// </summary>
    public void VisitKeys() => _visitsKeys = true;

    /// <summary>
    /// Appends a value to the output, with the timestamp of the broadcast event. Every parallel subtask processes the event, so the output receives the value
    /// once from each of them.
    /// </summary>
    /// <param name="value">The value.</param>
    public void Emit(TOut value) => _context.Emit(value);

    /// <summary>Appends a value to a side output, as <see cref="Emit(TOut)"/> does to the output.</summary>
    /// <typeparam name="TSide">The type of the side output's values.</typeparam>
    /// <param name="tag">The side output.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="StateGenException">The pipeline does not use the side output. The error policy does not apply.</exception>
    public void Emit<TSide>(OutputTag<TSide> tag, TSide value) => _context.Emit(tag, value);

    /// <inheritdoc cref="OperatorContext{TOut}.IsConnected{TSide}"/>
    public bool IsConnected<TSide>(OutputTag<TSide> tag) => _context.IsConnected(tag);

    /// <summary>Takes the request of the event for a visit of the keys.</summary>
    internal bool TakeVisit()
    {
        var visitsKeys = _visitsKeys;
        _visitsKeys = false;
        return visitsKeys;
    }
}
