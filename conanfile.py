import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir

required_conan_version = ">=2.0"


class UseapiRecipe(ConanFile):
    name = "useapi"
    description = "Asynchronous C++20 client for the accounts API of useapi.net"
    license = "BSL-1.0"
    topics = ("http", "asio", "coroutines")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False], "testing": [True, False]}
    default_options = {"shared": False, "fPIC": True, "testing": False}
    exports_sources = "CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*"

    def set_version(self):
        header = load(self, os.path.join(self.recipe_folder, "include", "useapi", "version.hpp"))
        self.version = ".".join(re.findall(r"^#define USEAPI_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)$", header, re.M))

    def configure(self):
        if self.options.shared:
            self.options.rm_safe("fPIC")

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        # Public headers include Asio's.
        self.requires("boost/[>=1.81.0 <2]", transitive_headers=True)
        self.requires("openssl/[>=3.0 <4]")

    def validate(self):
        check_min_cppstd(self, 20)

    def generate(self):
        toolchain = CMakeToolchain(self)
        for part in ("BULK", "CLI", "EMULATOR", "TESTS"):
            toolchain.cache_variables[f"USEAPI_BUILD_{part}"] = False
        toolchain.cache_variables["USEAPI_BUILD_TESTING_SUPPORT"] = bool(self.options.testing)
        toolchain.generate()
        CMakeDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        # Conan writes these itself, from package_info.
        rmdir(self, os.path.join(self.package_folder, "lib", "cmake"))
        rmdir(self, os.path.join(self.package_folder, "lib", "pkgconfig"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "useapi")
        library = self.cpp_info.components["useapi"]
        library.set_property("cmake_target_name", "useapi::useapi")
        library.set_property("pkg_config_name", "useapi")
        library.libs = ["useapi"]
        library.requires = ["boost::headers", "boost::json", "openssl::ssl", "openssl::crypto"]
        library.system_libs = ["pthread"]
        if self.options.testing:
            testing = self.cpp_info.components["testing"]
            testing.set_property("cmake_target_name", "useapi::testing")
            testing.libs = ["useapi_testing"]
            testing.requires = ["useapi"]
