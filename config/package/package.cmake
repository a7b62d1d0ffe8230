# The Debian package: what is installed where, and what CPack is told of it. engine/package makes it.
# Nothing here says what a file is for: README.md beside this file does.
include(GNUInstallDirs)
set(CMAKE_INSTALL_PREFIX /usr)
# `cpack` packs what has been built; it does not build tests and benches first.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(from ${CMAKE_CURRENT_LIST_DIR})
set(made ${CMAKE_BINARY_DIR}/package)
set(config ${PROJECT_SOURCE_DIR}/config)
set(doc share/doc/muster)

# The settings are those of config/, but for where things lie.
file(READ ${config}/muster.toml settings)
foreach(pair "data = \"data\"       |data = \"/var/lib/muster\""
             "console = \"../build/release/console\" |console = \"/usr/share/muster/console\" ")
    string(REPLACE "|" ";" pair "${pair}")
    list(GET pair 0 here)
    list(GET pair 1 there)
    string(FIND "${settings}" "${here}" at)
    if(at EQUAL -1)
        message(FATAL_ERROR "config/muster.toml has no ${here}")
    endif()
    string(REPLACE "${here}" "${there}" settings "${settings}")
endforeach()
file(CONFIGURE OUTPUT ${made}/muster.toml CONTENT "${settings}" @ONLY)

# One sandbox in all services.
file(READ ${from}/sandbox.conf sandbox)
string(REGEX REPLACE "^#[^\n]*\n" "" sandbox "${sandbox}")
foreach(service muster muster-backup muster-offsite muster-verify muster-verify-offsite)
    configure_file(${from}/${service}.service.in ${made}/${service}.service @ONLY)
endforeach()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    ${config}/muster.toml ${from}/sandbox.conf)

# Made from the program itself and from what the compiler read.
find_package(Python3 COMPONENTS Interpreter)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(version ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})
function(made_by file script)
    add_custom_command(OUTPUT ${made}/${file}
        COMMAND ${Python3_EXECUTABLE} ${from}/${script} ${ARGN} > ${file}
        WORKING_DIRECTORY ${made}
        DEPENDS muster ${from}/${script} ${PROJECT_SOURCE_DIR}/adapters/console/package-lock.json
        VERBATIM)
endfunction()
made_by(muster.1 pages.py man $<TARGET_FILE:muster> ${PROJECT_VERSION})
made_by(muster.bash pages.py bash $<TARGET_FILE:muster> ${PROJECT_VERSION})
made_by(sbom.spdx.json bill.py spdx --build ${CMAKE_BINARY_DIR} --version ${version})
made_by(copyright bill.py copyright --build ${CMAKE_BINARY_DIR} --version ${version})
foreach(pair muster.1:muster.1.gz changelog:changelog.Debian.gz)
    string(REPLACE ":" ";" pair ${pair})
    list(GET pair 0 plain)
    list(GET pair 1 packed)
    if(plain STREQUAL changelog)
        set(source ${from}/changelog)
    else()
        set(source ${made}/${plain})
    endif()
    add_custom_command(OUTPUT ${made}/${packed}
        COMMAND gzip -9nc ${source} > ${packed}
        WORKING_DIRECTORY ${made} DEPENDS ${source} VERBATIM)
endforeach()
add_custom_target(package_files DEPENDS
    ${made}/muster.1.gz ${made}/muster.bash ${made}/sbom.spdx.json ${made}/copyright
    ${made}/changelog.Debian.gz)
if(TARGET console)
    add_dependencies(package_files console)
endif()

install(TARGETS muster RUNTIME DESTINATION bin)
install(DIRECTORY ${CMAKE_BINARY_DIR}/console DESTINATION share/muster)
install(DIRECTORY ${config}/cities ${config}/timebank DESTINATION share/muster)
install(FILES ${config}/roads.toml DESTINATION share/muster)
install(PROGRAMS ${from}/backup ${from}/offsite ${from}/verify DESTINATION libexec/muster)
foreach(unit muster.service muster-backup.service muster-offsite.service muster-verify.service
             muster-verify-offsite.service)
    install(FILES ${made}/${unit} DESTINATION lib/systemd/system)
endforeach()
install(FILES ${from}/muster-backup.timer ${from}/muster-verify.timer ${from}/muster-verify-offsite.timer
    DESTINATION lib/systemd/system)
install(FILES ${from}/sysusers.conf DESTINATION lib/sysusers.d RENAME muster.conf)
install(FILES ${from}/tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME muster.conf)
install(FILES ${made}/muster.1.gz DESTINATION share/man/man1)
install(FILES ${made}/muster.bash DESTINATION share/bash-completion/completions RENAME muster)
install(FILES ${made}/copyright ${made}/changelog.Debian.gz ${made}/sbom.spdx.json ${from}/README.md
    DESTINATION ${doc})
install(FILES ${from}/lintian-overrides DESTINATION share/lintian/overrides RENAME muster)

# Rules are a city's own, so they are configuration: an upgrade never changes them unasked.
set(rules calendar departments plans projects push rules services surveys tables thinktank timebank)
set(conffiles /etc/muster/muster.toml)
install(FILES ${made}/muster.toml DESTINATION /etc/muster)
foreach(name IN LISTS rules)
    install(FILES ${config}/${name}.toml DESTINATION /etc/muster)
    list(APPEND conffiles /etc/muster/${name}.toml)
endforeach()
string(REPLACE ";" "\n" conffiles "${conffiles}")
file(CONFIGURE OUTPUT ${made}/conffiles CONTENT "${conffiles}\n" @ONLY)
# Where settings and commands look for those of other cities: beside the configuration.
file(MAKE_DIRECTORY ${made}/links)
foreach(name cities timebank)
    file(CREATE_LINK /usr/share/muster/${name} ${made}/links/${name} SYMBOLIC)
    install(FILES ${made}/links/${name} DESTINATION /etc/muster)
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME muster)
set(CPACK_PACKAGE_CONTACT "Muster maintainers <maintainers@users.noreply.r-seed-00f0840c.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "dispatch engine of a city's desk for those whom it looks after")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Takes requests for help from telephones, devices and consoles, ranks them,
sends the nearest able responder, writes each decision down before anybody
hears of it, and shows the city live to its dispatchers.
.
The service runs as a user of its own in a sandbox, with a nightly backup and
a daily test of the newest one.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "init-system-helpers (>= 1.52), systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles, tzdata")
# Chinese on paper; webhooks by TLS. Both can be left out by who needs neither.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-noto-cjk, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    "${from}/postinst;${from}/prerm;${from}/postrm;${made}/conffiles")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
