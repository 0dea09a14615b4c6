using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4008. Reports changes of state that the shipped version could not read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ChangeShouldBeReadableByShippedVersionAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.ChangeIsOneWay);
