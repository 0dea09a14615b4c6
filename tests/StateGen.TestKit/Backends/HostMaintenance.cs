namespace StateGen.TestKit.Backends;

/// <summary>What the engine does with a host between records.</summary>
internal static class HostMaintenance
{
    private const int Slices = 8;

    /// <summary>Removes what has expired, as an operator does that waits for input.</summary>
    public static void RemoveExpired<TKey, TIn, TOut>(this OperatorHost<TKey, TIn, TOut> host)
        where TKey : notnull
    {
        for (var slice = 0; slice < Slices && host.Store.RemoveExpired(); slice++)
        {
            // Each call removes one slice.
        }
    }
}
