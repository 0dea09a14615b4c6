using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Runs the tests of a class outside the test runner, to collect the cases that they check.</summary>
internal static class TestMethods
{
    /// <summary>Runs every fact, and every theory with all its data, of one instance.</summary>
    public static async Task RunAllAsync(object tests)
    {
        await using var disposals = new DisposalTracker();
        foreach (var method in tests.GetType().GetMethods().Where(method => method.IsDefined(typeof(FactAttribute))))
        {
            foreach (var arguments in await FindArgumentsAsync(method, disposals))
                await (Task)method.Invoke(tests, arguments)!;
        }
    }

    private static async Task<IReadOnlyList<object?[]>> FindArgumentsAsync(MethodInfo method, DisposalTracker disposals)
    {
        var all = new List<object?[]>();
        foreach (var source in method.GetCustomAttributes<DataAttribute>())
            all.AddRange((await source.GetData(method, disposals)).Select(row => row.GetData()));
        return method.IsDefined(typeof(TheoryAttribute)) ? all : [[]];
    }
}
