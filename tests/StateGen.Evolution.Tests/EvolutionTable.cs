using System.Reflection;
using StateGen.TestKit.Compiler;

namespace StateGen.Evolution.Tests;

/// <summary>Every change of the table, compiled twice by the real generator: all old forms in one assembly, all new ones in another.</summary>
internal static class EvolutionTable
{
    private const string Usings = "global using StateGen.Evolution.Tests;";

    private static readonly Lazy<Assembly> OldForms = new(() => Compile(EvolutionSource.Old));
    private static readonly Lazy<Assembly> NewForms = new(() => Compile(EvolutionSource.New));

    public static IReadOnlyList<Change> Changes { get; } = [.. ScalarChanges.All, .. RecordChanges.All, .. EnumChanges.All, .. CollectionChanges.All];

    public static IEvolvingProbe Old(Change change, Position position) => Probe(OldForms.Value, EvolutionSource.OperatorName(change, position));

    public static IEvolvingProbe New(Change change, Position position) => Probe(NewForms.Value, EvolutionSource.OperatorName(change, position));

    /// <summary>A probe of an operator in an assembly.</summary>
    public static IEvolvingProbe Probe(Assembly assembly, string operatorName) =>
        (IEvolvingProbe)Activator.CreateInstance(typeof(EvolvingProbe<>).MakeGenericType(assembly.GetType(operatorName, throwOnError: true)!))!;

    private static Assembly Compile(Func<Change, string> form) => Generated.From([Usings, .. Changes.Select(form)]).Load();
}
