namespace StateGen;

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
