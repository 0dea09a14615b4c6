using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace StateGen.TestKit.Compiler;

/// <summary>Walks everything that the driver keeps between runs.</summary>
internal static class ModelGraph
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> FieldsOfType = new();

    /// <summary>No model may hold what keeps a compilation alive or never compares equal.</summary>
    public static void AssertFreeOfSymbols(GeneratorDriverRunResult result)
    {
        var visited = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var name in TrackingNameList.All)
        {
            foreach (var step in result.Results.Single().TrackedSteps.GetValueOrDefault(name, []))
            {
                foreach (var (value, _) in step.Outputs)
                    Visit(value, name, visited);
            }
        }
    }

    private static void Visit(object? value, string path, HashSet<object> visited)
    {
        if (value is null or string or DiagnosticDescriptor || value.GetType().IsPrimitive || value.GetType().IsEnum || !visited.Add(value))
            return;
        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or SyntaxToken or SemanticModel or Compilation or Location, $"{path} holds a {value.GetType()}");
        if (value is IEnumerable elements)
        {
            foreach (var element in elements)
                Visit(element, path + "[]", visited);
        }

        foreach (var field in FieldsOfType.GetOrAdd(value.GetType(), type => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)))
            Visit(field.GetValue(value), $"{path}.{field.Name}", visited);
    }
}
