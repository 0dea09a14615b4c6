using System.Reflection;
using System.Text.RegularExpressions;

namespace StateGen.Packaging.Tests;

/// <summary>What is in the packages and what they say of themselves.</summary>
public sealed class PackageContentTests(LocalFeed feed)
{
    public static TheoryData<string, string[]> Contents => new()
    {
        {
            "StateGen.nupkg", [
                "README.md", "StateGen.nuspec", "analyzers/dotnet/cs/StateGen.Analyzers.dll", "analyzers/dotnet/cs/StateGen.CodeFixes.dll",
                "analyzers/dotnet/cs/StateGen.Generators.dll", "analyzers/dotnet/cs/StateGen.Schemas.dll", "buildTransitive/StateGen.props",
                "icon.png", "lib/net10.0/StateGen.dll", "lib/net10.0/StateGen.xml",
            ]
        },
        { "StateGen.snupkg", ["StateGen.nuspec", "lib/net10.0/StateGen.pdb"] },
        {
            "StateGen.Schemas.nupkg",
            ["README.md", "StateGen.Schemas.nuspec", "icon.png", "lib/netstandard2.0/StateGen.Schemas.dll", "lib/netstandard2.0/StateGen.Schemas.xml"]
        },
        { "StateGen.Schemas.snupkg", ["StateGen.Schemas.nuspec", "lib/netstandard2.0/StateGen.Schemas.pdb"] },
        {
            "StateGen.RocksDb.nupkg",
            ["README.md", "StateGen.RocksDb.nuspec", "icon.png", "lib/net10.0/StateGen.RocksDb.dll", "lib/net10.0/StateGen.RocksDb.xml"]
        },
        {
            "StateGen.Csv.nupkg",
            ["README.md", "StateGen.Csv.nuspec", "icon.png", "lib/net10.0/StateGen.Csv.dll", "lib/net10.0/StateGen.Csv.xml"]
        },
        { "StateGen.Csv.snupkg", ["StateGen.Csv.nuspec", "lib/net10.0/StateGen.Csv.pdb"] },
        {
            "StateGen.AzureBlob.nupkg",
            ["README.md", "StateGen.AzureBlob.nuspec", "icon.png", "lib/net10.0/StateGen.AzureBlob.dll", "lib/net10.0/StateGen.AzureBlob.xml"]
        },
        { "StateGen.AzureBlob.snupkg", ["StateGen.AzureBlob.nuspec", "lib/net10.0/StateGen.AzureBlob.pdb"] },
        {
            "StateGen.S3.nupkg",
            ["README.md", "StateGen.S3.nuspec", "icon.png", "lib/net10.0/StateGen.S3.dll", "lib/net10.0/StateGen.S3.xml"]
        },
        {
            "StateGen.Relational.nupkg",
            ["README.md", "StateGen.Relational.nuspec", "icon.png", "lib/net10.0/StateGen.Relational.dll", "lib/net10.0/StateGen.Relational.xml"]
        },
        { "StateGen.Relational.snupkg", ["StateGen.Relational.nuspec", "lib/net10.0/StateGen.Relational.pdb"] },
        { "StateGen.S3.snupkg", ["StateGen.S3.nuspec", "lib/net10.0/StateGen.S3.pdb"] },
        {
            "StateGen.MessagePack.nupkg",
            ["README.md", "StateGen.MessagePack.nuspec", "icon.png", "lib/net10.0/StateGen.MessagePack.dll", "lib/net10.0/StateGen.MessagePack.xml"]
        },
        {
            "StateGen.Testing.nupkg",
            ["README.md", "StateGen.Testing.nuspec", "icon.png", "lib/net10.0/StateGen.Testing.dll", "lib/net10.0/StateGen.Testing.xml"]
        },
        { "StateGen.Testing.snupkg", ["StateGen.Testing.nuspec", "lib/net10.0/StateGen.Testing.pdb"] },
        { "StateGen.MessagePack.snupkg", ["StateGen.MessagePack.nuspec", "lib/net10.0/StateGen.MessagePack.pdb"] },
        { "StateGen.RocksDb.snupkg", ["StateGen.RocksDb.nuspec", "lib/net10.0/StateGen.RocksDb.pdb"] },
        {
            "StateGen.Templates.nupkg", [
                "README.md", "StateGen.Templates.nuspec", "content/stategen-app/.gitignore", "content/stategen-app/.template.config/template.json",
                "content/stategen-app/README.md", "content/stategen-app/StateGenApp.1.slnx", "content/stategen-app/src/StateGenApp.1/CustomerDay.cs",
                "content/stategen-app/src/StateGenApp.1/DailyTotal.cs", "content/stategen-app/src/StateGenApp.1/DailyTotals.cs",
                "content/stategen-app/src/StateGenApp.1/Order.cs", "content/stategen-app/src/StateGenApp.1/OrderPipeline.cs",
                "content/stategen-app/src/StateGenApp.1/Program.cs",
                "content/stategen-app/src/StateGenApp.1/StateGenApp.1.csproj", "content/stategen-app/src/StateGenApp.1/StateSchema.Shipped.txt",
                "content/stategen-app/src/StateGenApp.1/StateSchema.Unshipped.txt", "content/stategen-app/src/StateGenApp.1/data/orders.csv",
                "content/stategen-app/tests/StateGenApp.1.Tests/DailyTotalsTests.cs", "content/stategen-app/tests/StateGenApp.1.Tests/StateGenApp.1.Tests.csproj",
                "content/stategen-operator/.template.config/template.json", "content/stategen-operator/MyOperator.cs", "icon.png",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void A_package_has_these_files_and_no_other(string name, string[] files)
    {
        using var package = feed.Open(Path.GetFileNameWithoutExtension(name), Path.GetExtension(name)[1..]);

        Assert.Equal(files, package.Files);
    }

    [Fact]
    public void The_tool_brings_what_it_runs_on_and_the_symbols()
    {
        using var package = feed.Open("StateGen.Tool");

        string[] programs =
        [
            "Spectre.Console.Ansi.dll", "Spectre.Console.dll", "StateGen.AzureBlob.dll", "StateGen.Relational.dll", "StateGen.S3.dll", "StateGen.Schemas.dll",
            "StateGen.Tool.dll", "StateGen.dll", "System.CommandLine.dll",
        ];
        Assert.Superset(programs.ToHashSet(StringComparer.Ordinal), package.Files.Select(file => Path.GetFileName(file)).ToHashSet(StringComparer.Ordinal));
        Assert.Contains("<Command Name=\"stategen\"", package.ReadText("tools/net10.0/any/DotnetToolSettings.xml"), StringComparison.Ordinal);
        using var symbols = feed.Open("StateGen.Tool", "snupkg");
        Assert.Contains("tools/net10.0/any/StateGen.Tool.pdb", symbols.Files);
    }

    [Theory]
    [InlineData("StateGen", "StateGen.Schemas Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("StateGen.RocksDb", "StateGen RocksDB")]
    [InlineData("StateGen.AzureBlob", "StateGen Azure.Storage.Blobs")]
    [InlineData("StateGen.Csv", "StateGen CsvHelper")]
    [InlineData("StateGen.MessagePack", "StateGen MessagePack")]
    [InlineData("StateGen.Relational", "StateGen Npgsql")]
    [InlineData("StateGen.S3", "StateGen AWSSDK.S3")]
    [InlineData("StateGen.Testing", "StateGen")]
    [InlineData("StateGen.Schemas", "System.Memory")]
    [InlineData("StateGen.Tool", "")]
    [InlineData("StateGen.Templates", "")]
    public void A_package_says_who_made_it_under_which_licence_and_depends_on_no_compiler(string id, string dependencies)
    {
        using var package = feed.Open(id);

        Assert.Equal((id, Build.PackageVersion, "Apache-2.0", "README.md"), (package.Field("id"), package.Field("version"), package.Field("license"), package.Field("readme")));
        Assert.All((string[])["authors", "description", "copyright", "tags", "projectUrl"], field => Assert.NotEmpty(package.Field(field)!));
        Assert.StartsWith($"# {id}\n", package.ReadText("README.md"), StringComparison.Ordinal);
        Assert.Equal("icon.png", package.Field("icon"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(Build.RepositoryRoot, "build", "icon.png")), package.Read("icon.png"));
        Assert.DoesNotMatch(@"\]\((?!https://)", package.ReadText("README.md"));
        Assert.Equal(dependencies, string.Join(' ', package.Dependencies.Select(dependency => dependency.Split(' ')[0])));
    }

    [Fact]
    public void A_reference_to_the_backend_or_the_formatters_brings_the_generator_and_the_analyzers()
    {
        using var backend = feed.Open("StateGen.RocksDb");
        using var formatters = feed.Open("StateGen.MessagePack");

        Assert.Contains($"StateGen {Build.PackageVersion} All", backend.Dependencies);
        Assert.Contains($"StateGen {Build.PackageVersion} All", formatters.Dependencies);
    }

    [Fact]
    public void Of_RocksDB_the_backend_takes_the_native_libraries_alone()
    {
        using var package = feed.Open("StateGen.RocksDb");

        var excluded = package.Dependencies.Single(dependency => dependency.StartsWith("RocksDB ", StringComparison.Ordinal)).Split(' ')[2].Split(',');

        Assert.Equal(["Analyzers", "Build", "BuildTransitive", "Compile", "Runtime"], excluded.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("StateGen", "lib/net10.0/StateGen", "OperatorHost")]
    [InlineData("StateGen.AzureBlob", "lib/net10.0/StateGen.AzureBlob", "AzureBlob.AzureBlobCheckpoints")]
    [InlineData("StateGen.Csv", "lib/net10.0/StateGen.Csv", "Csv.CsvSource")]
    [InlineData("StateGen.Relational", "lib/net10.0/StateGen.Relational", "Relational.Postgres.PostgresCheckpoints")]
    [InlineData("StateGen.S3", "lib/net10.0/StateGen.S3", "S3.S3Checkpoints")]
    [InlineData("StateGen.MessagePack", "lib/net10.0/StateGen.MessagePack", "MessagePack.StateGenResolver")]
    [InlineData("StateGen.RocksDb", "lib/net10.0/StateGen.RocksDb", "RocksDb.RocksDbBackend")]
    [InlineData("StateGen.Testing", "lib/net10.0/StateGen.Testing", "Testing.OperatorHarness")]
    [InlineData("StateGen.Schemas", "lib/netstandard2.0/StateGen.Schemas", "Schemas.OperatorSchema")]
    public void The_documentation_describes_the_public_types_and_the_symbols_belong_to_the_library(string id, string path, string type)
    {
        using var package = feed.Open(id);
        using var symbols = feed.Open(id, "snupkg");

        Assert.Matches($@"name=""T:StateGen\.{Regex.Escape(type)}"">\s*<summary>\s*\S", package.ReadText(path + ".xml"));
        Assert.Equal(PortableSymbols.IdOf(package.Read(path + ".dll")), PortableSymbols.Of(symbols.Read(path + ".pdb")).Id);
    }

    [Theory]
    [InlineData("StateGen", "lib/net10.0/StateGen")]
    [InlineData("StateGen.AzureBlob", "lib/net10.0/StateGen.AzureBlob")]
    [InlineData("StateGen.Csv", "lib/net10.0/StateGen.Csv")]
    [InlineData("StateGen.Relational", "lib/net10.0/StateGen.Relational")]
    [InlineData("StateGen.S3", "lib/net10.0/StateGen.S3")]
    [InlineData("StateGen.MessagePack", "lib/net10.0/StateGen.MessagePack")]
    [InlineData("StateGen.RocksDb", "lib/net10.0/StateGen.RocksDb")]
    [InlineData("StateGen.Testing", "lib/net10.0/StateGen.Testing")]
    [InlineData("StateGen.Schemas", "lib/netstandard2.0/StateGen.Schemas")]
    public void Symbols_name_no_directory_of_the_machine_that_built_them(string id, string path)
    {
        using var symbols = feed.Open(id, "snupkg");

        AssertNeutral(PortableSymbols.Of(symbols.Read(path + ".pdb")));
    }

    [Theory]
    [InlineData("StateGen", "lib/net10.0/StateGen")]
    [InlineData("StateGen.AzureBlob", "lib/net10.0/StateGen.AzureBlob")]
    [InlineData("StateGen.Csv", "lib/net10.0/StateGen.Csv")]
    [InlineData("StateGen.Relational", "lib/net10.0/StateGen.Relational")]
    [InlineData("StateGen.S3", "lib/net10.0/StateGen.S3")]
    [InlineData("StateGen.MessagePack", "lib/net10.0/StateGen.MessagePack")]
    [InlineData("StateGen.RocksDb", "lib/net10.0/StateGen.RocksDb")]
    [InlineData("StateGen.Schemas", "lib/netstandard2.0/StateGen.Schemas")]
    public void A_library_says_that_it_can_be_trimmed_and_compiled_ahead_of_time(string id, string path)
    {
        using var package = feed.Open(id);
        var library = Assembly.Load(package.Read(path + ".dll"));

        var metadata = library.GetCustomAttributes<AssemblyMetadataAttribute>().ToLookup(attribute => attribute.Key, attribute => attribute.Value);

        Assert.All((string[])["IsTrimmable", "IsAotCompatible"], key => Assert.Equal("True", Assert.Single(metadata[key])));
    }

    [Theory]
    [InlineData("StateGen.Generators")]
    [InlineData("StateGen.Analyzers")]
    [InlineData("StateGen.CodeFixes")]
    public void Components_of_the_compiler_carry_their_symbols(string component)
    {
        using var package = feed.Open("StateGen");

        AssertNeutral(PortableSymbols.EmbeddedIn(package.Read($"analyzers/dotnet/cs/{component}.dll")));
    }

    private static void AssertNeutral(PortableSymbols symbols)
    {
        Assert.True(symbols.Documents.Count >= 5, $"{symbols.Documents.Count} documents");
        Assert.All(symbols.Documents, document => Assert.StartsWith("/_", document, StringComparison.Ordinal));
    }
}
