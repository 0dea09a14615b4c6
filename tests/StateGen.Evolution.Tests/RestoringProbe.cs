using StateGen.Backends;
using StateGen.TestKit.Compiler;

namespace StateGen.Evolution.Tests;

public sealed class RestoringProbe<TOperator, TKey> : IRestoringProbe
    where TOperator : ProbeOperator<TOperator, TKey>, new()
    where TKey : notnull
{
    public async Task RestoreAsync(IStateBackend backend, OperatorHostSnapshot snapshot)
    {
        using var host = await OperatorHost.OpenAsync(new TOperator(), new OperatorHostOptions { Backend = backend, Restore = [snapshot] }, TestContext.Current.CancellationToken);
    }
}
