using Microsoft.CodeAnalysis.CSharp;
using StateGen.TestKit.Compiler;

namespace StateGen.Roslyn5.Tests;

public sealed class CompilerTests
{
    [Fact]
    public void This_leg_runs_on_a_compiler_that_knows_CSharp_14()
    {
        Assert.Equal(5, typeof(CSharpCompilation).Assembly.GetName().Version!.Major);
        Assert.Equal(LanguageVersion.CSharp14, CompilationFactory.ParseOptions.LanguageVersion);
    }
}
