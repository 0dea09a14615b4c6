namespace StateGen;

/// <summary>The limits on the size of stored state. They are the same on every backend.</summary>
public static class StateLimits
{
    /// <summary>
    /// The largest size of a stored value in bytes: of the row of a key, which has all its value states, of a map value, and of a list element. Also the
    /// largest size of one text or array of bytes inside them.
    /// </summary>
    public const int LargestValue = 1 << 29;

    /// <summary>The largest size of a text in a key or map key, in bytes of UTF-8.</summary>
    public const int LargestKeyText = 1 << 20;
}

/// <summary>
/// The exception that is thrown when a value is too large to be stored. An error policy covers it, because the record that stores the value has caused it. If
/// the size is known only when a checkpoint encodes the state, the checkpoint fails with a <see cref="Backends.StateWriteException"/>, whose cause this is.
/// </summary>
public sealed class StateSizeException : ArgumentException
{
    /// <summary>Creates the exception for a value whose state is not known.</summary>
    /// <param name="size">The size in bytes; the least one if it was not computed.</param>
    /// <param name="limit">The largest size in bytes.</param>
    public StateSizeException(long size, long limit)
        : base(Describe("A value", size, limit)) => (Size, Limit) = (size, limit);

    /// <summary>Creates the exception.</summary>
    /// <param name="operatorId">The operator.</param>
    /// <param name="state">The state.</param>
    /// <param name="key">The operator's key.</param>
    /// <param name="size">The size in bytes; the least one if it was not computed.</param>
    /// <param name="limit">The largest size in bytes.</param>
    public StateSizeException(string operatorId, string state, object? key, long size, long limit)
        : base(Describe($"A value of state '{state}' of operator '{operatorId}' for key '{key}'", size, limit))
    {
        (OperatorId, State, Key, Size, Limit) = (operatorId, state, key, size, limit);
    }

    /// <summary>Gets the id of the operator; null if it is not known here, and then it is that of the exception around this one.</summary>
    public string? OperatorId { get; }

    /// <summary>Gets the name of the state; null if it is not known: a text or array of bytes is refused before it is known where it goes.</summary>
    public string? State { get; }

    /// <summary>Gets the key; null if it is not known here, and then it is that of the exception around this one.</summary>
    public object? Key { get; }

    /// <summary>Gets the size in bytes; the least one if it was not computed.</summary>
    public long Size { get; }

    /// <summary>Gets the largest size in bytes.</summary>
    public long Limit { get; }

    /// <summary>Throws if an encoded value is too large.</summary>
    internal static void ThrowIfTooLarge(long size)
    {
        if (size > StateLimits.LargestValue)
            throw new StateSizeException(size, StateLimits.LargestValue);
    }

    private static string Describe(string value, long size, long limit) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{value} has {size:N0} bytes, but at most {limit:N0} bytes can be stored. Split it, for example into elements of a list state.");
}
