using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4011. Reports map states whose keys have another shape than shipped state.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MapKeyTypeMustNotChangeAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.MapKeyTypeChanged);
