using System.Runtime.CompilerServices;

namespace StateGen;

/// <summary>
/// Represents the key of the record or timer that an operator is processing. State handles read it at every access, so that one handle serves every key.
/// Not thread-safe: it belongs to the operator's subtask.
/// </summary>
public abstract class CurrentKey
{
    private protected CurrentKey(string operatorId) => OperatorId = operatorId;

    /// <summary>Gets the id of the operator, for messages.</summary>
    public string OperatorId { get; }

    /// <summary>Gets a value indicating whether a record or timer is being processed.</summary>
    public bool IsSet { get; private protected set; }

    /// <summary>Gets a counter that increases whenever the key is set or unset. Enumerations use it to detect that their record has ended.</summary>
    public long Epoch { get; private protected set; }

    /// <summary>
    /// Gets or sets the position of the record in its batch, under which tables note where they have prefetched its state. A hint: timers do not set it.
    /// </summary>
    internal int Position { get; set; }

    /// <summary>Gets or sets a value indicating whether a broadcast event is being processed, for messages.</summary>
    internal bool IsInBroadcast { get; set; }

    /// <summary>Throws unless a record or timer is being processed.</summary>
    /// <param name="state">The name of the state that is accessed, for the message.</param>
    /// <exception cref="NoCurrentKeyException">There is no current key; the message names the operator and the state.</exception>
    public void Require(string state)
    {
        if (!IsSet)
            throw Missing(state);
    }

    internal NoCurrentKeyException Missing(string state) => new(OperatorId, state, IsInBroadcast);
}

/// <summary>Holds the current key of an operator in normal form, with its stable hash.</summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
public sealed class CurrentKey<TKey> : CurrentKey
    where TKey : notnull
{
    private TKey _value = default!;

    /// <summary>Creates an unset key for an operator.</summary>
    /// <param name="operatorId">The id of the operator.</param>
    public CurrentKey(string operatorId)
        : base(operatorId)
    {
    }

    /// <summary>Gets the key in normal form. Undefined while <see cref="CurrentKey.IsSet"/> is false.</summary>
    public ref readonly TKey Value => ref _value;

    /// <summary>Gets the stable hash of <see cref="Value"/>.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Makes a key current.</summary>
    /// <param name="key">The key, in normal form.</param>
    /// <param name="hash">The stable hash of the key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(in TKey key, ulong hash)
    {
        _value = key;
        Hash = hash;
        IsSet = true;
        Epoch++;
    }

    /// <summary>Removes the current key.</summary>
    public void Unset()
    {
        IsSet = false;
        Epoch++;
    }
}

/// <summary>The exception that is thrown when state is accessed while no record or timer is being processed, so that there is no current key.</summary>
public sealed class NoCurrentKeyException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operatorId">The id of the operator.</param>
    /// <param name="state">The name of the state.</param>
    public NoCurrentKeyException(string operatorId, string state)
        : base(Describe(operatorId, state))
    {
        OperatorId = operatorId;
        State = state;
    }

    internal NoCurrentKeyException(string operatorId, string state, bool isInBroadcast)
        : base(
            isInBroadcast
                ? $"State '{state}' of operator '{operatorId}' was accessed in OnBroadcast, where there is no current key. Keep what the broadcast event says "
                    + "in a BroadcastState, and access the state of a key in OnEvent, OnTimer, or OnKey after a call of VisitKeys."
                : Describe(operatorId, state))
    {
        OperatorId = operatorId;
        State = state;
    }

    /// <summary>Gets the id of the operator.</summary>
    public string OperatorId { get; }

    /// <summary>Gets the name of the state that was accessed; <c>Key</c> for the key itself.</summary>
    public string State { get; }

    private static string Describe(string operatorId, string state) =>
        $"State '{state}' of operator '{operatorId}' was accessed outside OnEvent and OnTimer, where there is no current key. "
        + "Move the access into one of them: what opens or closes the operator serves all of its keys.";
}
