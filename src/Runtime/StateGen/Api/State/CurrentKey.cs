namespace StateGen;

/// <summary>
/// The key that an operator is working for. State handles read it at every access, so that a handle is bound once and serves every key.
/// Not thread-safe: it belongs to the operator's subtask.
/// </summary>
public abstract class CurrentKey
{
    private protected CurrentKey(string operatorId) => OperatorId = operatorId;

    /// <summary>The id of the operator, for messages.</summary>
    public string OperatorId { get; }

    /// <summary>Whether a record or timer is being processed.</summary>
    public bool IsSet { get; private protected set; }

    /// <summary>Rises whenever the key is set or unset; an enumeration that outlives its record sees it.</summary>
    public long Epoch { get; private protected set; }

    /// <summary>Throws unless a record or timer is being processed.</summary>
    /// <exception cref="NoCurrentKeyException">There is no current key; names the operator and the state.</exception>
    public void Require(string state)
    {
        if (!IsSet)
            throw new NoCurrentKeyException(OperatorId, state);
    }
}

/// <summary>The key that an operator is working for, in normal form, with its stable hash.</summary>
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

    /// <summary>The key in normal form. Meaningless while <see cref="CurrentKey.IsSet"/> is false.</summary>
    public ref readonly TKey Value => ref _value;

    /// <summary>The stable hash of <see cref="Value"/>.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Makes a key current.</summary>
    /// <param name="key">The key, in normal form.</param>
    /// <param name="hash">Its stable hash.</param>
    public void Set(in TKey key, ulong hash)
    {
        _value = key;
        Hash = hash;
        IsSet = true;
        Epoch++;
    }

    /// <summary>Leaves the operator without a current key.</summary>
    public void Unset()
    {
        IsSet = false;
        Epoch++;
    }
}

/// <summary>State was touched while no record or timer was being processed, so there is no key that it could belong to.</summary>
public sealed class NoCurrentKeyException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operatorId">The operator.</param>
    /// <param name="state">The state that was touched.</param>
    public NoCurrentKeyException(string operatorId, string state)
        : base($"State '{state}' of operator '{operatorId}' was touched outside OnEvent and OnTimer, where there is no current key. Move the access into one of them.")
    {
        OperatorId = operatorId;
        State = state;
    }

    /// <summary>The operator whose state was touched.</summary>
    public string OperatorId { get; }

    /// <summary>The state that was touched; <c>Key</c> for the key itself.</summary>
    public string State { get; }
}
