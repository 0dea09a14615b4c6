using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Benchmarks.Compiler;

/// <summary>Loads the generator and the analyzers from their files, as the compiler does.</summary>
internal static class CompilerComponents
{
    private static readonly string Directory = typeof(CompilerComponents).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "CompilerComponents").Value!;

    /// <summary>Creates the generator.</summary>
    public static ISourceGenerator CreateGenerator() => Create<IIncrementalGenerator, GeneratorAttribute>("StateGen.Generators").Single().AsSourceGenerator();

    /// <summary>Creates every analyzer.</summary>
    public static DiagnosticAnalyzer[] CreateAnalyzers() => [.. Create<DiagnosticAnalyzer, DiagnosticAnalyzerAttribute>("StateGen.Analyzers")];

    private static IEnumerable<T> Create<T, TAttribute>(string assembly)
        where TAttribute : Attribute =>
        Assembly.LoadFrom(Path.Combine(Directory, assembly + ".dll")).GetTypes()
            .Where(type => type.IsDefined(typeof(TAttribute), inherit: false))
            .Select(type => (T)Activator.CreateInstance(type)!);
}
