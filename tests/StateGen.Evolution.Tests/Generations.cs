using System.Collections.Concurrent;
using System.Reflection;
using StateGen.TestKit.Compiler;

namespace StateGen.Evolution.Tests;

/// <summary>An operator in several generations of its code, each compiled on its own, oldest first.</summary>
internal sealed class Generations
{
    // Every backend goes through the same generations.
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> Compiled = new(StringComparer.Ordinal);

    private readonly IEvolvingProbe[] _probes;

    private Generations(IEnumerable<Assembly> assemblies) =>
        _probes = [.. assemblies.Select(assembly => EvolutionTable.Probe(assembly, "Evolving"))];

    /// <summary>The generation with an index, from 0.</summary>
    public IEvolvingProbe this[int generation] => _probes[generation];

    /// <summary>Compiles an operator from its members, once for each generation.</summary>
    public static Generations Of(params string[] members) => new(members.Select(Compile));

    /// <summary>Compiles one generation, or finds it compiled.</summary>
    public static Assembly Compile(string members) => Compiled.GetOrAdd(members, members => new(() => CompileAnew(members))).Value;

    private static Assembly CompileAnew(string members) => Generated.From($$"""
        using System.Collections.Immutable;
        using StateGen.Evolution.Tests;

        [Operator("evolving")]
        internal sealed partial class Evolving : EvolvingOperator<Evolving>
        {
        {{members}}
        }
        """).Load();
}
