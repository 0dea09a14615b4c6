using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using StateGen.Backends;
using StateGen.Backends.Memory.Broadcast;
using StateGen.Engine.Exchange;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen;

/// <summary>
/// The base class of operators with a second input whose events reach every parallel subtask, such as rules, exchange rates or names. <see cref="OnBroadcast"/>
/// keeps them in a <see cref="BroadcastState{TMapKey, TValue}"/>, which the other callbacks read. Otherwise it is like
/// <see cref="KeyedOperator{TKey, TIn, TOut}"/>: derive from it in a partial class marked <see cref="OperatorAttribute"/>. The broadcast events arrive in their
/// order at each subtask; they and the other events are in no order among each other, except that no watermark passes an event of either.
/// </summary>
/// <typeparam name="TKey">The type of the key that the stream is partitioned by.</typeparam>
/// <typeparam name="TIn">The type of the events of the stream.</typeparam>
/// <typeparam name="TBroadcast">The type of the broadcast events.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
public abstract class KeyedBroadcastOperator<TKey, TIn, TBroadcast, TOut> : KeyedOperator<TKey, TIn, TOut>
    where TKey : notnull
{
    private BroadcastStore? _broadcast;

    internal sealed override BroadcastStore? Broadcast => _broadcast;

    internal sealed override bool HasBroadcastInput => true;

    /// <summary>
    /// Processes a broadcast event, on every parallel subtask. Only here can broadcast state be written. There is no current key, so keyed state cannot be
    /// used; <see cref="BroadcastContext{TOut}.VisitKeys"/> has <see cref="OnKey"/> called for each key. The callback must be deterministic, also in what it
    /// throws: the subtasks must come to the same broadcast state. If it throws, its changes and its output are undone.
    /// </summary>
    /// <param name="value">The broadcast event.</param>
    /// <param name="context">The access to time and output.</param>
    protected abstract void OnBroadcast(TBroadcast value, BroadcastContext<TOut> context);

    /// <summary>
    /// Visits a key that has state, on the subtask that has it, because <see cref="OnBroadcast"/> has called
    /// <see cref="BroadcastContext{TOut}.VisitKeys"/>. The key is the current key: its state, its timers and the output can be used as in <c>OnEvent</c>. Each
    /// key that had state before is visited once, in no particular order. No event, timer or checkpoint is between the broadcast event and the last of its
    /// keys. The visit of each key is atomic: if the callback throws, the changes and the output of this key are undone, and the error policy decides as for an
    /// event. Does nothing unless overridden.
    /// </summary>
    /// <param name="value">The broadcast event.</param>
    /// <param name="context">The access to timers, time and output.</param>
    protected virtual void OnKey(TBroadcast value, OperatorContext<TOut> context)
    {
    }

    /// <summary>Generated code: opens a broadcast state.</summary>
    /// <typeparam name="TMapKey">The type of the keys.</typeparam>
    /// <typeparam name="TMapKeyCodec">The codec of the keys.</typeparam>
    /// <typeparam name="TValue">The type of the values.</typeparam>
    /// <typeparam name="TValueCodec">The codec of the values.</typeparam>
    /// <param name="store">The store of this subtask.</param>
    /// <param name="state">The stable name of the state.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected BroadcastState<TMapKey, TValue> OpenBroadcast<TMapKey, TMapKeyCodec, TValue, TValueCodec>(StateStore store, string state)
        where TMapKey : notnull
        where TMapKeyCodec : struct, IKeyCodec<TMapKey>
        where TValueCodec : struct, ICodec<TValue> =>
        new(_broadcast!.Open<TMapKey, TMapKeyCodec, TValue, TValueCodec>(state));

    internal sealed override RowTable<TKey>? Open(StateStore store, CurrentKey<TKey> currentKey)
    {
        _broadcast = new(store.Options);
        return base.Open(store, currentKey);
    }

    internal sealed override void InvokeOnBroadcast(BroadcastEvents events, int index, BroadcastContext<TOut> context) =>
        OnBroadcast(((BroadcastEvents<TBroadcast>)events).Values[index], context);

    internal sealed override void InvokeOnKey(BroadcastEvents events, int index, OperatorContext<TOut> context) =>
        OnKey(((BroadcastEvents<TBroadcast>)events).Values[index], context);

    internal sealed override bool TryWrap(object? value, long timestamp, [NotNullWhen(true)] out BroadcastEvents? events)
    {
        events = null;
        if (value is not TBroadcast && (value is not null || default(TBroadcast) is not null))
            return false;
        var wrapped = new BroadcastEvents<TBroadcast>();
        wrapped.Append((TBroadcast)value!, timestamp, default);
        events = wrapped;
        return true;
    }
}
