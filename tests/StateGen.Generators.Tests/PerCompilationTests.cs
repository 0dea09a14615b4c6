using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

public class PerCompilationTests
{
    [Fact]
    public void A_compilation_has_one_object_and_another_compilation_another()
    {
        var perCompilation = new PerCompilation<object>(_ => new());
        var compilation = CompilationFactory.Create([]);
        var known = perCompilation.Get(compilation, TestContext.Current.CancellationToken);
        Assert.Same(known, perCompilation.Get(compilation, TestContext.Current.CancellationToken));
        Assert.NotSame(known, perCompilation.Get(compilation.WithAssemblyName("Other"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_was_cancelled_is_created_by_the_next_caller()
    {
        var perCompilation = new PerCompilation<string>((compilation, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return compilation.AssemblyName!;
        });
        var compilation = CompilationFactory.Create([], "Sample");
        Assert.Throws<OperationCanceledException>(() => perCompilation.Get(compilation, new CancellationToken(canceled: true)));
        Assert.Equal("Sample", perCompilation.Get(compilation, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void An_object_that_holds_its_compilation_does_not_keep_it_alive()
    {
        var perCompilation = new PerCompilation<Tuple<Compilation>>(created => Tuple.Create(created));
        var compilation = Remember(perCompilation);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(compilation.IsAlive);
        GC.KeepAlive(perCompilation);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Remember(PerCompilation<Tuple<Compilation>> perCompilation)
    {
        // Not empty: all empty compilations are one, which stays.
        var compilation = CompilationFactory.Create("internal static class Forgotten;");
        perCompilation.Get(compilation);
        return new(compilation);
    }
}
