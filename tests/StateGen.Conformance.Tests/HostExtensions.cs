namespace StateGen.Conformance.Tests;

/// <summary>Runs code as one record of a key.</summary>
internal static class HostExtensions
{
    public static void Run<TOperator, TOut>(this OperatorHost<string, Action<TOperator>, TOut> host, string key, Action<TOperator> record) =>
        host.Process(key, record, DateTimeOffset.UnixEpoch);

    /// <summary>Runs code as one record and hands back what it found.</summary>
    public static TResult Read<TOperator, TOut, TResult>(this OperatorHost<string, Action<TOperator>, TOut> host, string key, Func<TOperator, TResult> read)
    {
        TResult result = default!;
        host.Run(key, probe => result = read(probe));
        return result;
    }

    public static void AdvanceTo<TKey, TIn, TOut>(this OperatorHost<TKey, TIn, TOut> host, long milliseconds)
        where TKey : notnull =>
        host.AdvanceWatermark(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
