# What `cmake --install` puts where, and the Debian package that cpack makes of it (scripts/package).
include(GNUInstallDirs)

# Manual pages and completions are made by the program itself, of the tables of its options.
set(WORDS ${CMAKE_BINARY_DIR}/words)
file(MAKE_DIRECTORY ${WORDS})
set(MADE)
foreach(PAGE kverdict kverdict-review kverdict-check kverdict-cc-check kverdict-coverage kverdict-diff kverdict-simulate
             kverdict-reproduce kverdict-rules kverdict-sweep kverdict-sweep-shard kverdict-sweep-merge)
  string(REGEX REPLACE "^kverdict-?" "" COMMAND ${PAGE})
  add_custom_command(OUTPUT ${WORDS}/${PAGE}.1.gz
                     COMMAND $<TARGET_FILE:kverdict> manual ${COMMAND} | gzip -9n > ${WORDS}/${PAGE}.1.gz DEPENDS kverdict)
  list(APPEND MADE ${WORDS}/${PAGE}.1.gz)
endforeach()
install(FILES ${MADE} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

# kverdict_completion(SHELL FILE DIRECTORY)
function(kverdict_completion SHELL FILE DIRECTORY)
  add_custom_command(OUTPUT ${WORDS}/${FILE} COMMAND $<TARGET_FILE:kverdict> completion ${SHELL} > ${WORDS}/${FILE}
                     DEPENDS kverdict)
  install(FILES ${WORDS}/${FILE} DESTINATION ${CMAKE_INSTALL_DATADIR}/${DIRECTORY})
  set(MADE ${MADE} ${WORDS}/${FILE} PARENT_SCOPE)
endfunction()
kverdict_completion(bash kverdict bash-completion/completions)
kverdict_completion(zsh _kverdict zsh/vendor-completions)
kverdict_completion(fish kverdict.fish fish/vendor_completions.d)
add_custom_target(kverdict_words ALL DEPENDS ${MADE})

install(TARGETS kverdict DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES rules.yaml DESTINATION ${CMAKE_INSTALL_DATADIR}/kverdict)
install(DIRECTORY rules DESTINATION ${CMAKE_INSTALL_DATADIR}/kverdict FILES_MATCHING PATTERN *.yaml)
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN *.md)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME kverdict)
set(CPACK_PACKAGE_CONTACT "The kverdict authors <kverdict@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "reviews patches to Linux kernel functions that decide something")
set(CPACK_PACKAGE_DESCRIPTION
    "Says of each function that a patch touches, and that decides something, in which states it decides otherwise than\n"
    "before, and what is wrong with it; runs the function in the state that it names; and writes the review as text, as a\n"
    "reply to the patch mail, or for the forges.")
list(JOIN CPACK_PACKAGE_DESCRIPTION "" CPACK_PACKAGE_DESCRIPTION)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# git reads mails and applies patches; Clang's own headers are found where Clang has them.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "git, libclang-common-${KVERDICT_LLVM_VERSION}-dev")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "graphviz, parallel")
include(CPack)
